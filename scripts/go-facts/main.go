// Prints workers/resources/schema/generated/go-facts.json: what the JSON tags and names of the Go types behind the API say.
//
// Run it in a module that requires k8s.io/{api,apimachinery,client-go,apiextensions-apiserver,kube-aggregator} v0.36.3:
//
//	go run . < structure.json > go-facts.json
package main

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	aggregator "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

type field struct {
	tag    byte
	goType string
	// The embedded structs it comes from, outermost first.
	within string
}

// Go names of the codes in structure.json.
var plain = map[string]string{"s": "string", "b": "bool", "i": "int32", "l": "int64", "d": "float64", "y": "[]uint8",
	"q": "resource.Quantity", "t": "v1.Time", "T": "v1.MicroTime", "x": "intstr.IntOrString", "o": "runtime.RawExtension"}

func main() {
	all := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{scheme.AddToScheme, apiextensions.AddToScheme, aggregator.AddToScheme} {
		if err := add(all); err != nil {
			panic(err)
		}
	}
	structs := map[string]reflect.Type{}
	for _, kind := range all.AllKnownTypes() {
		collect(kind, structs)
	}
	var structure struct{ Types map[string]string }
	if err := json.NewDecoder(os.Stdin).Decode(&structure); err != nil {
		panic(err)
	}
	facts := map[string]string{}
	for name, source := range structure.Types {
		facts[name] = describe(structs[name], source)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(facts); err != nil {
		panic(err)
	}
}

// collect files structs under names such as core.v1.Pod.
func collect(t reflect.Type, structs map[string]reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	path := strings.Split(t.PkgPath(), "/")
	if t.Kind() != reflect.Struct || len(path) < 2 {
		return
	}
	name := strings.Join(append(path[len(path)-2:], t.Name()), ".")
	if structs[name] != nil {
		return
	}
	structs[name] = t
	for i := range t.NumField() {
		collect(t.Field(i).Type, structs)
	}
}

// describe gives one letter for each field of source, then "field=Go type" where the type's name is not the code's own, and
// "field@Struct.Struct" where the field is that of an embedded struct.
func describe(t reflect.Type, source string) string {
	if t == nil || source == "" {
		return ""
	}
	known := map[string]field{}
	fieldsOf(t, "", known)
	var tags []byte
	var names []string
	for _, text := range strings.Split(source, " ") {
		name, code, _ := strings.Cut(text, ":")
		name = strings.TrimSuffix(name, "!")
		found := known[name]
		tags = append(tags, found.tag)
		if found.within != "" {
			names = append(names, name+"@"+strings.TrimSuffix(found.within, "."))
		}
		inner := strings.TrimLeft(code, "[{")
		wrappers := strings.NewReplacer("[", "[]", "{", "map[string]").Replace(code[:len(code)-len(inner)])
		own := plain[inner]
		if at := strings.Index(inner, "."); own == "" && at >= 0 {
			own = inner[at+1:]
		}
		if own != "" && found.goType != wrappers+own {
			names = append(names, name+"="+strings.ReplaceAll(found.goType, " ", ""))
		}
	}
	return strings.Join(append([]string{string(tags)}, names...), " ")
}

func fieldsOf(t reflect.Type, within string, known map[string]field) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" && f.Anonymous && f.Type.Kind() == reflect.Struct {
			fieldsOf(f.Type, within+f.Name+".", known)
			continue
		}
		known[name] = field{tagOf(f.Type, options), strings.TrimPrefix(f.Type.String(), "*"), within}
	}
}

// tagOf: "." left out when empty, "p" a pointer left out when nil, "w" always written, "n" null when nil, "s" a struct in place.
func tagOf(t reflect.Type, options string) byte {
	omitEmpty := strings.Contains(options, "omitempty")
	switch {
	case strings.Contains(options, "omitzero"):
		return '.'
	case t.Kind() == reflect.Struct:
		return 's'
	case t.Kind() == reflect.Pointer && omitEmpty:
		return 'p'
	case omitEmpty:
		return '.'
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map:
		return 'n'
	default:
		return 'w'
	}
}
