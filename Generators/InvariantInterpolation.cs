// What interpolated strings are compiled to. netstandard2.0 has no such type, and string.Format, which would take its place, writes
// numbers as the culture of the machine has it: the sign of -1 becomes U+2212 in Swedish, and the printed code does not compile. With
// this type every interpolated string of the assembly is invariant, so MA0076 is off for these projects (.editorconfig).

using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace System.Runtime.CompilerServices;

[Embedded]
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
internal sealed class InterpolatedStringHandlerAttribute : Attribute;

[Embedded]
[InterpolatedStringHandler]
internal readonly ref struct DefaultInterpolatedStringHandler
{
    private readonly StringBuilder _text;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount) =>
        _text = new StringBuilder(literalLength + (16 * formattedCount));

    public void AppendLiteral(string value) => _text.Append(value);

    public void AppendFormatted(string? value) => _text.Append(value);

    public void AppendFormatted<T>(T value) => AppendFormatted(value, format: null);

    public void AppendFormatted<T>(T value, string? format) =>
        _text.Append(value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());

    public string ToStringAndClear() => _text.ToString();
}
