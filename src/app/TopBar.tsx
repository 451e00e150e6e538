import { GitCompareArrows, HelpCircle, Languages, Monitor, Moon, PanelBottom, PanelLeft, PanelRight, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ClockBar } from '../features/clock/ClockBar';
import { useConnection, useUi } from '../state/hooks';
import { openRaces } from '../state/races';
import { setUi } from '../state/ui';
import type { Theme } from '../state/ui';
import { Button, IconButton } from '../ui/Button';
import styles from './top-bar.module.css';

const nextTheme: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const themeIcons = { system: <Monitor aria-hidden />, light: <Sun aria-hidden />, dark: <Moon aria-hidden /> };

export function TopBar({ onHelp }: { readonly onHelp: () => void }) {
  const { t } = useTranslation('app');
  const { theme, language, leftOpen, rightOpen, drawerOpen } = useUi((state) => state);
  const isServed = useConnection((state) => state.transport?.kind === 'http');
  return (
    <header className={styles.bar}>
      <IconButton label={t('toggleLeft')} aria-pressed={leftOpen} onClick={() => setUi({ leftOpen: !leftOpen })}>
        <PanelLeft aria-hidden />
      </IconButton>
      <h1 className={styles.name}>
        <img src="/icon.svg" alt="" width={20} height={20} /> Kubarium
      </h1>
      <span className={styles.badge} title={isServed ? t('servedLong', { origin: location.origin }) : t('simulatedLong')}>
        {isServed ? location.host : t('simulated')}
      </span>
      <div className={styles.middle}>
        <ClockBar />
      </div>
      <Button
        look="quiet"
        lang={language === 'en' ? 'zh-CN' : 'en'}
        aria-label={language === 'en' ? '切换到中文' : 'Switch to English'}
        onClick={() => setUi({ language: language === 'en' ? 'zh' : 'en' })}
      >
        <Languages aria-hidden />
        <span className={styles.wide}>{language === 'en' ? '中文' : 'English'}</span>
      </Button>
      <IconButton label={t(`theme_${theme}`)} onClick={() => setUi({ theme: nextTheme[theme] })}>
        {themeIcons[theme]}
      </IconButton>
      <IconButton label={t('compare')} shortcut="c" onClick={openRaces}>
        <GitCompareArrows aria-hidden />
      </IconButton>
      <IconButton label={t('help')} shortcut="?" onClick={onHelp}>
        <HelpCircle aria-hidden />
      </IconButton>
      <IconButton label={t('toggleDrawer')} shortcut="m" aria-pressed={drawerOpen} onClick={() => setUi({ drawerOpen: !drawerOpen })}>
        <PanelBottom aria-hidden />
      </IconButton>
      <IconButton label={t('toggleRight')} aria-pressed={rightOpen} onClick={() => setUi({ rightOpen: !rightOpen })}>
        <PanelRight aria-hidden />
      </IconButton>
    </header>
  );
}
