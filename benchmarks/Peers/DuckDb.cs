using DuckDB.NET.Data;

namespace Distil.Benchmarks.Peers;

/// <summary>DuckDB in this process, in memory, with as many threads as it takes by itself: one a core.</summary>
internal static class DuckDb
{
    // Opened once: the loop by hand opens nothing, and neither does who asks a database a second question.
    private static readonly Lazy<DuckDBConnection> s_connection = new(() =>
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        return connection;
    });

    public static void Execute(string sql)
    {
        using var command = s_connection.Value.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The whole numbers of the first row.</summary>
    public static long[] Row(string sql)
    {
        using var command = s_connection.Value.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        reader.Read();
        var row = new long[reader.FieldCount];
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = reader.GetInt64(column);
        }

        return row;
    }

    /// <summary>A text as SQL writes it.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
