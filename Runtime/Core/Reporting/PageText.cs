using System.Globalization;
using System.Text;
using static Distil.Drawing.SvgText;

namespace Distil.Reporting;

/// <summary>Text, numbers and times of the page, and the elements that several of its parts are made of.</summary>
internal static class PageText
{
    /// <summary>A count, with commas.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share of 1 in percent.</summary>
    public static string Percent(double share) => $"{Number(share * 100)} %";

    /// <summary>How long something took, in the unit that fits.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        0 => "0 s",
        < 0.001 => $"{Digits(time.TotalMicroseconds)} µs",
        < 1 => $"{Digits(time.TotalMilliseconds)} ms",
        < 60 => $"{Digits(time.TotalSeconds)} s",
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes:00} min"),
    };

    /// <summary>A moment, as a person reads it and as a machine does.</summary>
    public static string Moment(DateTimeOffset time)
    {
        var text = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $"<time datetime=\"{Machine(time)}\">{text} UTC</time>";
    }

    /// <summary>A moment without its day.</summary>
    public static string TimeOfDay(DateTimeOffset time) =>
        $"<time datetime=\"{Machine(time)}\">{time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</time>";

    /// <summary>Begins a part of the page.</summary>
    public static StringBuilder BeginSection(this StringBuilder page, string id, string title) =>
        page.Raw($"<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{Escape(title)}</h2>\n");

    public static StringBuilder EndSection(this StringBuilder page) => page.Append("</section>\n");

    public static StringBuilder Paragraph(this StringBuilder page, string text) => page.Raw($"<p>{Escape(text)}</p>\n");

    /// <summary>Begins a table that scrolls where it is wider than the page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="id">The id of its caption.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="headers">The headers of its columns; those of numbers begin with <c>#</c>.</param>
    public static StringBuilder BeginTable(this StringBuilder page, string id, string caption, params IEnumerable<string> headers)
    {
        page.Raw($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{id}\">\n<table>\n")
            .Raw($"<caption id=\"{id}\">{Escape(caption)}</caption>\n<thead><tr>");
        foreach (var header in headers)
        {
            page.Raw(header.StartsWith('#')
                ? $"<th scope=\"col\" class=\"n\">{Escape(header[1..])}</th>"
                : $"<th scope=\"col\">{Escape(header)}</th>");
        }

        return page.Append("</tr></thead>\n<tbody>\n");
    }

    public static StringBuilder EndTable(this StringBuilder page) => page.Append("</tbody>\n</table>\n</div>\n");

    /// <summary>Begins a row of a table with its header.</summary>
    public static StringBuilder BeginRow(this StringBuilder page, string header) =>
        page.Raw($"<tr><th scope=\"row\">{Escape(header)}</th>");

    public static StringBuilder EndRow(this StringBuilder page) => page.Append("</tr>\n");

    /// <summary>A cell of text that may be long.</summary>
    public static StringBuilder Cell(this StringBuilder page, string? text) =>
        page.Raw(text is null ? "<td></td>" : $"<td class=\"t\">{Escape(text)}</td>");

    /// <summary>A cell of a word or two.</summary>
    public static StringBuilder ShortCell(this StringBuilder page, string text) => page.Raw($"<td>{Escape(text)}</td>");

    /// <summary>A cell of text of a program or its data.</summary>
    public static StringBuilder CodeCell(this StringBuilder page, string? text) =>
        page.Raw(string.IsNullOrEmpty(text) ? "<td></td>" : $"<td class=\"t\"><code>{Escape(text)}</code></td>");

    /// <summary>A cell of a number.</summary>
    public static StringBuilder NumberCell(this StringBuilder page, string number) => page.Raw($"<td class=\"n\">{Escape(number)}</td>");

    private static string Machine(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Three digits that count.</summary>
    private static string Digits(double value) =>
        value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
