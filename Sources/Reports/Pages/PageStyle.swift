/// How pages look.
enum PageStyle {
    static let css = """
        :root{--paper:#f4f6f9;--sheet:#fff;--text:#1b2430;--muted:#5b6675;--line:#e1e6ed;--accent:#1d5fbf;--warn:#fff4dc;--warnline:#e0a526}
        @media screen and (prefers-color-scheme:dark){:root{--paper:#0f141b;--sheet:#171d27;--text:#e8ecf2;--muted:#9aa6b5;--line:#2c3644;--accent:#6ea8fe;--warn:#2e2716;--warnline:#b98a26}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:1040px;padding:2.5rem 1.25rem;background:var(--paper);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans","DejaVu Sans",sans-serif}
        header{border-left:4px solid var(--accent);padding-left:1rem;margin-bottom:1.75rem}
        h1{font-size:1.7rem;line-height:1.2;margin:0}
        header p{margin:.35rem 0 0;color:var(--muted);font-size:1.05rem}
        h2{font-size:1.05rem;margin:0 0 .6rem}
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:.9rem}
        .card,section:not(.cards),figure{background:var(--sheet);border:1px solid var(--line);border-radius:12px}
        .card{padding:1rem 1.1rem}
        .card h2{font-size:.88rem;font-weight:500;color:var(--muted);margin:0}
        .card p{margin:0;color:var(--muted);font-size:.88rem}
        .card .value{font-size:1.8rem;line-height:1.3;font-weight:650;color:var(--text);font-variant-numeric:tabular-nums;letter-spacing:-.01em}
        section:not(.cards){padding:1.1rem 1.2rem;margin-top:1.25rem}
        figure{margin:1.25rem 0 0;overflow:hidden}
        figure svg{display:block;width:100%;height:auto}
        @media (max-width:700px){figure{overflow-x:auto}figure svg{width:auto;min-width:680px}}
        .notice{background:var(--warn);border:1px solid var(--warnline);border-radius:12px;padding:.75rem 1rem;margin:0 0 1.25rem}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{text-align:left;padding:.45rem .7rem;border-bottom:1px solid var(--line);white-space:nowrap}
        th:first-child,td:first-child{padding-left:0}
        th:last-child,td:last-child{padding-right:0}
        th{color:var(--muted);font-weight:500;font-size:.88rem}
        .n{text-align:right}
        tbody tr:last-child td{border-bottom:0}
        tfoot td{border-top:2px solid var(--line);border-bottom:0;font-weight:650}
        footer{color:var(--muted);font-size:.88rem;margin-top:1.5rem}
        @media print{@page{margin:14mm}:root{font-size:11px}body{padding:0;max-width:none;background:none;font-size:1rem}.card,section:not(.cards),figure,tr{break-inside:avoid}thead{display:table-header-group}}
        """
}
