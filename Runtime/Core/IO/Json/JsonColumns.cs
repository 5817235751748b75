using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Distil.Engine;

/// <summary>
/// Writes values of columns as JSON. <see cref="JsonValueReader"/> reads exactly the same value; what JSON cannot hold (NaN, an infinity,
/// text that is no valid UTF-16) is an <see cref="ArgumentException"/>. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class JsonColumns
{
    /// <summary>A column's name with what stands before and after it, encoded once.</summary>
    /// <param name="name">The name in files.</param>
    /// <param name="isFirst">It begins the object.</param>
    public static byte[] Name(string name, bool isFirst) =>
        [(byte)(isFirst ? '{' : ','), (byte)'"',
            .. JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"', (byte)':'];
}
