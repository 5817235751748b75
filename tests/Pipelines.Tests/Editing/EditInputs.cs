using System.Globalization;
using System.Numerics;

namespace Distil.Pipelines.Tests.Editing;

/// <summary>The rows of a source, of three kinds: all texts differ, few are frequent and many are rare, or all are equal.</summary>
internal static class EditInputs
{
    public const string Distinct = "distinct";
    public const string Zipf = "zipf";
    public const string Equal = "equal";

    /// <summary>Makes rows.</summary>
    /// <param name="kind">Their kind.</param>
    /// <param name="count">How many.</param>
    /// <param name="from">The number of the first.</param>
    public static IReadOnlyList<EditItem> Rows(string kind, int count, int from = 0) =>
    [
        .. Enumerable.Range(from, count).Select(number => new EditItem($"{kind}-{number}", kind switch
        {
            Distinct => string.Create(CultureInfo.InvariantCulture, $"t{number}"),
            Zipf => string.Create(CultureInfo.InvariantCulture, $"t{BitOperations.TrailingZeroCount(number + 1)}"),
            _ => "t",
        })),
    ];

    /// <summary>Rows of the same kind that are not among these.</summary>
    public static IEnumerable<EditItem> More(IReadOnlyList<EditItem> rows, int count) => Rows(KindOf(rows), count, 1_000 + rows.Count);

    /// <summary>As many rows of the same kind again behind these.</summary>
    public static IEnumerable<EditItem> Grown(IReadOnlyList<EditItem> rows) => Rows(KindOf(rows), 2 * rows.Count);

    private static string KindOf(IReadOnlyList<EditItem> rows) => rows[0].Id.Split('-')[0];
}
