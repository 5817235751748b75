using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Distil.Engine;

/// <summary>How a data set writes the values of a type. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonShape
{
    private JsonShape(JsonShapeKind kind) => Kind = kind;

    /// <summary>Text.</summary>
    public static JsonShape Text { get; } = new(JsonShapeKind.Text);

    /// <summary>A boolean.</summary>
    public static JsonShape Boolean { get; } = new(JsonShapeKind.Boolean);

    /// <summary>A number of the type <see cref="float"/>: of so few digits that they are the shortest that read as itself.</summary>
    public static JsonShape SingleNumber { get; } = new(JsonShapeKind.Number) { MaxDigits = 6, IsShortest = true };

    /// <summary>The same for the type <see cref="double"/>.</summary>
    public static JsonShape DoubleNumber { get; } = new(JsonShapeKind.Number) { MaxDigits = 15, IsShortest = true };

    /// <summary>A decimal number.</summary>
    public static JsonShape DecimalNumber { get; } = new(JsonShapeKind.Number) { MaxDigits = 27 };

    /// <summary>A GUID.</summary>
    public static JsonShape GuidText { get; } = new(JsonShapeKind.Guid);

    internal JsonShapeKind Kind { get; }

    internal long Min { get; private init; }

    internal long Max { get; private init; }

    internal int MaxDigits { get; private init; }

    internal bool IsShortest { get; private init; }

    internal byte[][] Values { get; private init; } = [];

    internal JsonShape? Element { get; private init; }

    internal bool AllowsNull { get; private init; }

    /// <summary>A whole number.</summary>
    /// <param name="min">The least that is allowed.</param>
    /// <param name="max">The greatest.</param>
    /// <returns>The shape.</returns>
    public static JsonShape WholeNumber(long min, long max) => new(JsonShapeKind.Integer) { Min = min, Max = max };

    /// <summary>An enum, of which one name is written.</summary>
    /// <param name="names">The names of its values.</param>
    /// <returns>The shape.</returns>
    public static JsonShape Names(params string[] names) => new(JsonShapeKind.Names)
    {
        Values = [.. names.Select(static name =>
            (byte[])[(byte)'"', .. JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'])],
    };

    /// <summary>A list.</summary>
    /// <param name="element">What is in it.</param>
    /// <param name="allowsNull">Whether there may be nulls in it.</param>
    /// <returns>The shape.</returns>
    public static JsonShape List(JsonShape element, bool allowsNull) =>
        new(JsonShapeKind.List) { Element = element, AllowsNull = allowsNull };
}

/// <summary>The kinds of values whose form in a file can be compared with that of a data set.</summary>
internal enum JsonShapeKind
{
    Text,
    Boolean,
    Integer,
    Number,
    Guid,
    Names,
    List,
}
