using System.ComponentModel;
using System.Globalization;
using Distil.Checkpoints;

namespace Distil.Engine;

/// <summary>Where generated code says what the rows of the sources depend on besides the build.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SourceDescriptions
{
    private const int RowsPerLook = 1024;
    private const string GivesNoList =
        "Rows.From was given a sequence that is no list: give it an IReadOnlyList<T>, whose rows are compared";

    private readonly List<IdentityPart> _parts = [];
    private readonly long _limit;
    private readonly CancellationToken _ct;

    /// <param name="limit">How many rows of each source the run reads; null: all.</param>
    /// <param name="ct">Ends the look at the rows.</param>
    internal SourceDescriptions(long? limit, CancellationToken ct) => (_limit, _ct) = (limit ?? long.MaxValue, ct);

    /// <summary>What was said.</summary>
    internal IReadOnlyList<IdentityPart> Parts => _parts;

    /// <summary>Names the arguments of the pipeline's constructor on which sources depend.</summary>
    /// <param name="arguments">The arguments.</param>
    public void Arguments(SourceArgument[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        foreach (var argument in arguments)
        {
            var name = $"the constructor argument '{argument.Parameter}' of '{argument.Source}'";

            // Text can be a password: no file shows it.
            _parts.Add(argument.Value is string text ? IdentityPart.Hashed(name, text) : IdentityPart.Of(name, argument.Value));
        }
    }

    /// <summary>Describes the rows of a source that has them in memory: their count and a hash of them, where they are a list.</summary>
    /// <typeparam name="T">The type of one row.</typeparam>
    /// <param name="source">The source's name.</param>
    /// <param name="rows">The source.</param>
    /// <param name="write">Writes one row.</param>
    public void Rows<T>(string source, Rows<T>? rows, Action<KeyWriter, T> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (rows?.List is not { } list)
        {
            _parts.Add(IdentityPart.Unknown(PartOf(source), GivesNoList));
            return;
        }

        try
        {
            var count = (int)Math.Min(list.Count, _limit);
            _parts.Add(new(PartOf(source), string.Create(CultureInfo.InvariantCulture, $"{count} rows {Hash(list, count, write):x32}")));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !_ct.IsCancellationRequested)
        {
            // The list or a row of it cannot be read. If the run reads it, it fails by that.
            _parts.Add(IdentityPart.Unknown(PartOf(source), $"its rows could not be read: {ExceptionText.MessageOf(exception)}"));
        }
    }

    /// <summary>Says that the rows of a source that has them in memory are of a type of which nothing is known.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="type">The type that cannot be compared.</param>
    public void UnknownRows(string source, string type) => _parts.Add(IdentityPart.Unknown(
        PartOf(source),
        $"values of '{type}' cannot be compared: give it rows of text, numbers, booleans, enums, dates, times, GUIDs, byte arrays, arrays "
            + "and lists of these, or nested [Row] types, or write a [Source] class that implements IFingerprint"));

    private static string PartOf(string source) => $"the rows of '{source}'";

    private UInt128 Hash<T>(IReadOnlyList<T> list, int count, Action<KeyWriter, T> write)
    {
        using var key = new KeyWriter();
        for (var row = 0; row < count; row++)
        {
            if (row % RowsPerLook == 0)
            {
                _ct.ThrowIfCancellationRequested();
            }

            write(key, list[row]);
        }

        return key.End();
    }
}
