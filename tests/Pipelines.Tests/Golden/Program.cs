var result = await new Preferences("prompts.txt", small, large).RunAsync(new RunOptions { Directory = "runs/preferences" });
foreach (var row in result.Ranked)   // typed: row.Instruction, row.Text, row.Tokens, row.Score, row.Rationale, row.Rank
    Console.WriteLine($"{row.Rank}: {row.Instruction}");
