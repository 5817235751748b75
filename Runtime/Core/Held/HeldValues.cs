using System.ComponentModel;
using System.Runtime.CompilerServices;
using Distil.Held;

namespace Distil.Engine;

/// <summary>
/// How values of the types are held on disk that files can hold. Each value is kept exactly: NaN with its bits, text that
/// is no valid UTF-16, the digits of a decimal, the kind of a date. For generated code.
/// </summary>
/// <remarks>
/// Numbers are their bytes, and so are enums; a <c>DateTimeOffset</c> is its local ticks and the offset in minutes; text is a length in
/// UTF-16 code units and these units; arrays and lists are a length and the elements. A length is four bytes, -1 for null.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HeldValues
{
    private static readonly Dictionary<Type, object> s_values = new()
    {
        [typeof(bool)] = new Converted<bool, byte>(static value => value ? (byte)1 : (byte)0, static value => value != 0),
        [typeof(byte)] = new Number<byte>(),
        [typeof(sbyte)] = new Number<sbyte>(),
        [typeof(char)] = new Number<char>(),
        [typeof(short)] = new Number<short>(),
        [typeof(ushort)] = new Number<ushort>(),
        [typeof(int)] = new Number<int>(),
        [typeof(uint)] = new Number<uint>(),
        [typeof(long)] = new Number<long>(),
        [typeof(ulong)] = new Number<ulong>(),
        [typeof(nint)] = new Converted<nint, long>(static value => value, static value => checked((nint)value)),
        [typeof(nuint)] = new Converted<nuint, ulong>(static value => value, static value => checked((nuint)value)),
        [typeof(Half)] = new Number<Half>(),
        [typeof(float)] = new Number<float>(),
        [typeof(double)] = new Number<double>(),
        [typeof(decimal)] = new DecimalValue(),

        // Not ToBinary: that moves a local time by the time zone of whoever reads it.
        [typeof(DateTime)] = new Converted<DateTime, ulong>(Unsafe.BitCast<DateTime, ulong>, Unsafe.BitCast<ulong, DateTime>),
        [typeof(DateTimeOffset)] = new DateTimeOffsetValue(),
        [typeof(DateOnly)] = new Converted<DateOnly, int>(static value => value.DayNumber, DateOnly.FromDayNumber),
        [typeof(TimeOnly)] = new Converted<TimeOnly, long>(static value => value.Ticks, static value => new(value)),
        [typeof(TimeSpan)] = new Converted<TimeSpan, long>(static value => value.Ticks, static value => new(value)),
        [typeof(Guid)] = new GuidValue(),
        [typeof(string)] = new Text(),
    };

    /// <summary>Text, a number, a boolean, a date or time, a <c>Guid</c>.</summary>
    public static HeldValue<T> Of<T>() => (HeldValue<T>)s_values[typeof(T)];

    /// <summary>An enum.</summary>
    public static HeldValue<T> Enum<T>()
        where T : unmanaged, Enum => new Number<T>();

    /// <summary>A nullable value.</summary>
    public static HeldValue<T?> Nullable<T>(HeldValue<T> value)
        where T : struct => new NullableValue<T>(value);

    /// <summary>An array.</summary>
    public static HeldValue<T[]?> Array<T>(HeldValue<T> element) => new ArrayValue<T>(element);

    /// <summary>A list.</summary>
    public static HeldValue<List<T>?> List<T>(HeldValue<T> element) => new ListValue<T>(element);

    /// <summary>A list of which only the interface is known: an array is read as an array, all else as a <c>List</c>.</summary>
    public static HeldValue<IList<T>?> IList<T>(HeldValue<T> element) => new InterfaceValue<IList<T>, T>(element);

    /// <inheritdoc cref="IList"/>
    public static HeldValue<IReadOnlyList<T>?> IReadOnlyList<T>(HeldValue<T> element) =>
        new InterfaceValue<IReadOnlyList<T>, T>(element);
}
