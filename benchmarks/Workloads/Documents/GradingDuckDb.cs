using Distil.Benchmarks.Peers;
using Distil.Benchmarks.Running;

namespace Distil.Benchmarks.Workloads.Documents;

/// <summary>The grading as a question to DuckDB: the columns and their types are declared, so that it guesses nothing.</summary>
internal static class GradingDuckDb
{
    public static Outcome Run(long rows)
    {
        var path = DocumentFiles.Output();
        DuckDb.Execute($$"""
            COPY (
                SELECT *,
                    CASE WHEN popularity > 25000 * title_length::BIGINT THEN 'high' ELSE 'low' END AS grade
                FROM (
                    SELECT *, score::BIGINT * views AS popularity, length(title)::INTEGER AS title_length
                    FROM read_json({{DuckDb.Quote(DocumentFiles.Input(rows))}}, format = 'newline_delimited', columns = {
                        id: 'BIGINT', title: 'VARCHAR', text: 'VARCHAR', language: 'VARCHAR',
                        score: 'INTEGER', views: 'INTEGER', url: 'VARCHAR', author: 'VARCHAR' })
                    WHERE language IN ('en', 'de')))
            TO {{DuckDb.Quote(path)}} (FORMAT json)
            """);
        return DocumentFiles.Outcome(path, rows);
    }
}
