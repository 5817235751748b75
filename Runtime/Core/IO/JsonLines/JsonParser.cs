using System.ComponentModel;
using System.Text.Json;
using Distil.IO.Json;

namespace Distil.Engine;

/// <summary>
/// Reads the values of a row type from lines into columns: generated for one source. Its methods are called for several pieces of a
/// file at the same time.
/// </summary>
/// <typeparam name="TRows">The columns.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class JsonParser<TRows>
    where TRows : Results
{
    /// <summary>Prepares the parser.</summary>
    /// <param name="members">The members of the row type.</param>
    protected JsonParser(params JsonMember[] members)
    {
        Members = members;
        Keys = members.Select(static (member, index) => (Key: member.ComparedName, Index: index))
            .Where(member => members[member.Index] is { IsExact: false, IsIgnored: false })
            .DistinctBy(static member => member.Key, StringComparer.Ordinal)
            .ToDictionary(static member => member.Key, static member => member.Index, StringComparer.Ordinal);
    }

    internal JsonMember[] Members { get; }

    /// <summary>The members by what their names compare by; without those whose names are read letter by letter.</summary>
    internal Dictionary<string, int> Keys { get; }

    /// <summary>Makes empty columns.</summary>
    /// <param name="capacity">Rows that fit.</param>
    /// <returns>The columns.</returns>
    public abstract TRows CreateRows(int capacity);

    /// <summary>Reads one value.</summary>
    /// <param name="member">Which member it is.</param>
    /// <param name="reader">Stands on the value, which is null only where that is allowed; afterwards on its end.</param>
    /// <param name="rows">Where to.</param>
    /// <param name="row">The row's index.</param>
    public abstract void Read(int member, ref Utf8JsonReader reader, TRows rows, int row);

    /// <summary>Gives members that are missing, and may be, their defaults.</summary>
    /// <param name="members">Which members.</param>
    /// <param name="line">The line, which is valid JSON.</param>
    /// <param name="rows">Where to.</param>
    /// <param name="row">The row's index.</param>
    /// <returns>The first member that turns out to have no default; -1: all have.</returns>
    public abstract int Missing(ReadOnlySpan<int> members, ReadOnlySpan<byte> line, TRows rows, int row);

    /// <summary>Reads a line that is laid out as expected.</summary>
    /// <param name="line">The line.</param>
    /// <param name="rows">Where to.</param>
    /// <param name="row">The row's index.</param>
    /// <returns>False: the line is something else, and nothing is known of it.</returns>
    public abstract bool TryRead(ref JsonScanner line, TRows rows, int row);

    /// <summary>Reads one value of a line that is laid out as expected.</summary>
    /// <param name="member">Which member it is.</param>
    /// <param name="line">The line.</param>
    /// <param name="rows">Where to.</param>
    /// <param name="row">The row's index.</param>
    /// <returns>False: there is null where none is allowed, or invalid UTF-8.</returns>
    protected bool ReadValue(int member, ref JsonScanner line, TRows rows, int row)
    {
        var reader = new Utf8JsonReader(line.Rest, JsonLimits.ValueOptions);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null && !Members[member].AllowsNull)
        {
            return false;
        }

        Read(member, ref reader, rows, row);
        return line.Advance(reader.BytesConsumed);
    }
}
