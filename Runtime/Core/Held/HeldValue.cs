using System.ComponentModel;
using Distil.Held;

namespace Distil.Engine;

/// <summary>Writes and reads values of one type, every value exactly. For generated code.</summary>
/// <typeparam name="T">The type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class HeldValue<T>
{
    private protected HeldValue()
    {
    }

    internal abstract void Write(HeldWriter to, T value);

    internal abstract T Read(HeldReader from);

    /// <summary>Writes values, one behind the other.</summary>
    internal virtual void WriteAll(HeldWriter to, ReadOnlySpan<T> values)
    {
        foreach (var value in values)
        {
            Write(to, value);
        }
    }

    /// <summary>Reads as many values as there is room for.</summary>
    internal virtual void ReadAll(HeldReader from, Span<T> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = Read(from);
        }
    }
}
