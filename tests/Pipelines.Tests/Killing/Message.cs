using System.Buffers.Binary;

namespace Distil.Pipelines.Tests.Killing;

/// <summary>What the killed process and the test's send each other: a length, a letter and the parts.</summary>
internal abstract record Message
{
    private protected abstract char Letter { get; }

    public byte[] ToFrame()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(0);
        writer.Write((byte)Letter);
        Write(writer);
        writer.Flush();
        var frame = bytes.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - sizeof(int));
        return frame;
    }

    /// <summary>The next message; null: the other end is gone.</summary>
    public static Message? Read(Stream stream)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        try
        {
            if (stream.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) < length.Length)
            {
                return null;
            }

            var body = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
            return stream.ReadAtLeast(body, body.Length, throwOnEndOfStream: false) < body.Length ? null : Parse(body);
        }
        catch (IOException)
        {
            // The process at the other end was killed while something was under way to it.
            return null;
        }
    }

    private protected abstract void Write(BinaryWriter writer);

    private static Message Parse(byte[] body)
    {
        using var reader = new BinaryReader(new MemoryStream(body));
        return (char)reader.ReadByte() switch
        {
            'Q' => new Question(reader.ReadInt64(), reader.ReadString(), Many(reader, static part => part.ReadString())),
            'A' => new Answered(reader.ReadInt64(), Many(reader, static part => new Reply(part.ReadInt64(), part.ReadBoolean()))),
            'R' => new Report(reader.ReadString(), reader.ReadString(), reader.ReadInt32(), reader.ReadInt64()),
            'E' => new Ended(reader.ReadString()),
            var letter => throw new InvalidDataException($"There is no message {letter}."),
        };
    }

    private static List<T> Many<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var many = new List<T>();
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            many.Add(read(reader));
        }

        return many;
    }
}

/// <summary>A call of a step: the rows that it asks for.</summary>
internal sealed record Question(long Call, string Step, IReadOnlyList<string> Rows) : Message
{
    private protected override char Letter => 'Q';

    private protected override void Write(BinaryWriter writer)
    {
        writer.Write(Call);
        writer.Write(Step);
        writer.Write(Rows.Count);
        foreach (var row in Rows)
        {
            writer.Write(row);
        }
    }
}

/// <summary>The replies to a call, a row each.</summary>
internal sealed record Answered(long Call, IReadOnlyList<Reply> Replies) : Message
{
    private protected override char Letter => 'A';

    private protected override void Write(BinaryWriter writer)
    {
        writer.Write(Call);
        writer.Write(Replies.Count);
        foreach (var (answer, isFailure) in Replies)
        {
            writer.Write(answer);
            writer.Write(isFailure);
        }
    }
}

/// <summary>An answer that was seen below its step.</summary>
internal sealed record Report(string Step, string Row, int Copy, long Answer) : Message
{
    private protected override char Letter => 'R';

    private protected override void Write(BinaryWriter writer)
    {
        writer.Write(Step);
        writer.Write(Row);
        writer.Write(Copy);
        writer.Write(Answer);
    }
}

/// <summary>The run came to its end.</summary>
internal sealed record Ended(string Status) : Message
{
    private protected override char Letter => 'E';

    private protected override void Write(BinaryWriter writer) => writer.Write(Status);
}
