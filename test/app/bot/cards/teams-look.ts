/** What Teams tells the library that draws cards: sizes, spacing and colours, near enough to judge a card by. */
export function hostConfig(scheme: 'light' | 'dark'): unknown {
  const dark = scheme === 'dark';
  const colour = (light: string, night: string) => ({
    default: dark ? night : light,
    subtle: dark ? night : light,
  });
  const foreground = {
    default: { default: dark ? '#ffffff' : '#242424', subtle: dark ? '#adadad' : '#616161' },
    accent: colour('#5b5fc7', '#9299f7'),
    attention: colour('#c4314b', '#f9526b'),
    good: colour('#237b4b', '#92c353'),
    warning: colour('#8a5d00', '#f8d22a'),
    dark: colour('#242424', '#ffffff'),
    light: colour('#616161', '#adadad'),
  };
  const style = (light: string, night: string) => ({
    backgroundColor: dark ? night : light,
    borderColor: 'transparent',
    borderThickness: 0,
    foregroundColors: foreground,
  });
  return {
    supportsInteractivity: true,
    fontFamily: '"Segoe UI", system-ui, sans-serif',
    fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 26, extraLarge: 32 },
    fontTypes: {
      default: {
        fontFamily: '"Segoe UI", system-ui, sans-serif',
        fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
        fontWeights: { lighter: 300, default: 400, bolder: 600 },
      },
      monospace: {
        fontFamily: 'Consolas, "DejaVu Sans Mono", monospace',
        fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
        fontWeights: { lighter: 300, default: 400, bolder: 600 },
      },
    },
    spacing: { small: 4, default: 10, medium: 14, large: 20, extraLarge: 28, padding: 14 },
    separator: { lineThickness: 1, lineColor: dark ? '#3d3d3d' : '#e0e0e0' },
    containerStyles: {
      default: style('#ffffff', '#292929'),
      emphasis: style('#f5f5f5', '#1f1f1f'),
      accent: style('#e8ebfa', '#2f2f4a'),
      good: style('#e7f2da', '#0d2e0d'),
      attention: style('#fcf4f6', '#3e1f25'),
      warning: style('#fbf6d9', '#463100'),
    },
    factSet: {
      title: { weight: 'bolder', wrap: true, maxWidth: 120 },
      value: { wrap: true },
      spacing: 12,
    },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      showCard: { actionMode: 'inline', inlineTopMargin: 8, style: 'emphasis' },
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
    textBlock: { headingLevel: 2 },
    inputs: { label: { inputSpacing: 4, requiredInputs: { suffix: ' *' }, optionalInputs: {} }, errorMessage: {} },
  };
}

/** Runs in a browser that has the library `AdaptiveCards`, and perhaps `markdownit`: shows one message. */
export const DRAW_CARD = `({ card, text, config, dark }) => {
  const [line, edge, paper] = dark ? ['#666', '#3d3d3d', '#292929'] : ['#d1d1d1', '#e0e0e0', '#fff'];
  const style = document.createElement('style');
  style.textContent = [
    'body{margin:0;padding:12px;font-family:"Segoe UI",sans-serif}',
    'body{background:' + (dark ? '#1f1f1f' : '#f5f5f5') + ';color:' + (dark ? '#fff' : '#242424') + '}',
    '.frame{border:1px solid ' + edge + ';border-radius:6px;background:' + paper + ';overflow:hidden}',
    'p{margin:0}ul{margin:0;padding-left:20px}pre{white-space:pre-wrap;padding:14px;margin:0;overflow-wrap:anywhere}',
    '.ac-pushButton{font:600 14px "Segoe UI",sans-serif;padding:5px 12px;border-radius:4px;border:1px solid ' + line + '}',
    '.ac-pushButton{background:' + paper + ';color:inherit;white-space:normal;margin-bottom:8px}',
    '.ac-pushButton.style-positive{background:#5b5fc7;color:#fff;border-color:#5b5fc7}',
    '.ac-pushButton.style-destructive{color:#c4314b}',
    '.ac-input{font:14px "Segoe UI",sans-serif;box-sizing:border-box;padding:6px;border:1px solid ' + line + '}',
    '.ac-input{width:100%;border-radius:4px;background:transparent;color:inherit}',
    '.ac-actionSet{flex-wrap:wrap}',
  ].join('');
  document.head.append(style);
  const frame = document.createElement('div');
  frame.className = 'frame';
  document.body.append(frame);
  if (!card) {
    const shown = document.createElement('pre');
    shown.textContent = text;
    frame.append(shown);
    return;
  }
  if (globalThis.markdownit) {
    AdaptiveCards.AdaptiveCard.onProcessMarkdown = (said, result) => {
      result.outputHtml = markdownit().render(said);
      result.didProcess = true;
    };
  }
  const shown = new AdaptiveCards.AdaptiveCard();
  shown.hostConfig = new AdaptiveCards.HostConfig(config);
  shown.parse(card);
  frame.append(shown.render());
  for (const button of document.querySelectorAll('[aria-expanded="false"]')) button.click();
}`;
