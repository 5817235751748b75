using Distil.Drawing;

namespace Distil.Reporting;

/// <summary>The rules of the page: for both schemes, for narrow screens and for paper. All text has a contrast of 4.5 at least.</summary>
internal static class PageStyle
{
    private const string Own =
        """
        :root{color-scheme:light dark;--fg:#1f2328;--dim:#4d5561;--bg:#fff;--line:#d0d7de;--soft:#f6f8fa;
        --busy:#0969da;--in:#8c959f;--out:#bc4c00;--good:#116329;--bad:#a40e26;--warn:#7d4e00}
        @media (prefers-color-scheme:dark){:root{--fg:#e6edf3;--dim:#b1bac4;--bg:#0d1117;--line:#3d444d;--soft:#161b22;
        --busy:#58a6ff;--in:#8b949e;--out:#f0883e;--good:#56d364;--bad:#ff7b72;--warn:#e3b341}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:1200px;padding:16px;font:15px/1.5 system-ui,sans-serif;color:var(--fg);background:var(--bg)}
        h1{font-size:24px;line-height:1.25;margin:8px 0 12px;overflow-wrap:anywhere}
        h2{font-size:18px;margin:32px 0 8px;border-bottom:1px solid var(--line);padding-bottom:4px}
        h3{font-size:15px;margin:20px 0 4px}
        p{margin:6px 0;overflow-wrap:anywhere}
        code,pre{font:13px/1.45 ui-monospace,monospace}
        pre{background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:8px 10px;margin:6px 0;white-space:pre-wrap;
        overflow-wrap:anywhere}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:8px 0}
        dt{color:var(--dim)}
        dd{margin:0;overflow-wrap:anywhere}
        .good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
        .scroll{overflow-x:auto;margin:8px 0;border:1px solid var(--line);border-radius:6px}
        .scroll:focus-visible,summary:focus-visible{outline:2px solid var(--busy)}
        .graph{padding:8px}
        table{border-collapse:collapse;width:100%;font-size:14px}
        caption{text-align:left;color:var(--dim);padding:6px 10px;font-size:13px}
        th,td{text-align:left;padding:4px 10px;border-top:1px solid var(--line);vertical-align:top}
        thead th{background:var(--soft);white-space:nowrap;font-weight:600}
        tbody th{font-weight:600;white-space:nowrap}
        td{white-space:nowrap}
        .t{white-space:normal;overflow-wrap:anywhere;min-width:16ch;max-width:70ch}
        .n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
        .bar{display:block;width:160px;height:12px;margin-top:5px}
        .busy{fill:var(--busy)}.in{fill:var(--in)}.out{fill:var(--out)}.rest{fill:var(--line)}
        .key{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;margin:6px 0;font-size:13px}
        .key svg{width:12px;height:12px;vertical-align:-1px;margin-right:5px}
        .lane{display:block}
        .lane text{font:12px system-ui,sans-serif;fill:var(--fg)}
        .lane .dim{fill:var(--dim)}
        .l0{fill:var(--line)}.l1,.l2,.l3,.l4{fill:var(--busy)}
        .l1{fill-opacity:.3}.l2{fill-opacity:.55}.l3{fill-opacity:.8}
        details{margin:8px 0}
        summary{cursor:pointer}
        footer{margin-top:32px;color:var(--dim);font-size:13px}
        @media (max-width:600px){body{padding:10px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:6px}}
        @media print{:root{--fg:#000;--dim:#333;--bg:#fff;--line:#999;--soft:#fff}body{max-width:none;font-size:11px}
        .rest,.l0{fill:#e5e5e5}.scroll{overflow:visible;border:0}
        tr{break-inside:avoid}svg.dg{max-width:100%;height:auto}}

        """;

    /// <summary>All rules, as they stand in the page.</summary>
    public static string Text { get; } = (Own + SvgGraph.Style).ReplaceLineEndings("\n");
}
