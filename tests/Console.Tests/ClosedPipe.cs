using System.Text;

namespace Distil.CommandLine.Tests;

/// <summary>An output whose reader is gone.</summary>
internal sealed class ClosedPipe : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new IOException("Broken pipe");
}
