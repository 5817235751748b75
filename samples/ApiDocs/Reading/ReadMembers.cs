using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Distil;

namespace ApiDocs;

/// <summary>The source: every member of every documentation file in a folder, file by file in ordinal order.</summary>
/// <param name="folder">The folder.</param>
[Source]
public sealed class ReadMembers(string folder) : IFingerprint
{
    /// <summary>Names, lengths and times of the files: another SDK, or an edited file, is another source.</summary>
    public string Fingerprint
    {
        get
        {
            var text = new StringBuilder();
            foreach (string path in DocFolder.Files(folder))
            {
                var file = new FileInfo(path);
                text.Append(CultureInfo.InvariantCulture, $"{file.Name}:{file.Length}:{file.LastWriteTimeUtc.Ticks}\n");
            }

            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        }
    }

    /// <summary>Streams the members.</summary>
    public IEnumerable<Member> Read() => DocFolder.Files(folder).SelectMany(file => DocFile.Members(file));
}
