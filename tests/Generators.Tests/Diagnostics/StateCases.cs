namespace Distil.Generators.Tests.Diagnostics;

/// <summary>What a step keeps from one row to the next, and what only looks like it.</summary>
internal static class StateCases
{
    public static IEnumerable<RuleCase> Cases =>
    [
        new(
            "DSTL0014",
            "[Step] public class S { private int _count; public int Process(int id) { [|_count|]++; return id; } }",
            "[Step] public class S { private int _size; public S(int size) => _size = size; public Task LoadAsync() { _size = 1; return Task.CompletedTask; } public int Process(int id) => id + _size; }",
            "'_count'"),
        new(
            "DSTL0014",
            "[Filter] public class S { private string? _last; public bool Keep(string text) { [|_last|] ??= text; [|this._last|] = text; (_, [|_last|]) = (1, text); return true; } }",
            "[Sink] public class S { private int _count; public void Write(string text) => _count++; }"),
        new(
            "DSTL0014",
            "[Step] public class S(int count) { public int Process(int id) => [|count|] += id; }",
            "[Step] public class S(int count) { [RuntimeParameter] public int Size { get; set; } public int Process(int id) { id += count; Size = 1; return new Box { Value = id }.Value; } } public class Box { public int Value { get; set; } }"),

        // Elements and members that are reached through a field.
        Through("private readonly Dictionary<string, int> _counts = new();", "[|_counts[text]|]++;", "var counts = new Dictionary<string, int>(); counts[text] = 1; counts[text]++; _ = _counts.Count;", "'_counts'"),
        Through("private readonly int[] _sums = new int[3];", "[|_sums[id]|] += id; [|this._sums[^1]|]--;", "var sums = new int[3]; sums[0] = _sums[id];", "'_sums'"),
        Through("private readonly Box _box = new();", "[|_box.Value|] = id; [|_box.Next!.Value|] ??= id; ([|_box.Value|], _) = (1, 2);", "var box = new Box { Value = _box.Value, Next = _box.Next }; box.Next = new(); box.Next.Value = id;", "'_box'"),
        Through("private readonly System.Text.StringBuilder _text = new();", "[|_text.Length|] = 0; [|_text[0]|] = 'a';", "var text2 = new System.Text.StringBuilder { Length = 0 }; text2[0] = 'a';"),
        Through("private static readonly Box s_box = new();", "[|s_box.Value|]++; int.TryParse(text, out [|s_box.Size|]);", "int.TryParse(text, out var size); new Box { Value = s_box.Value }.Value++;", "'s_box'"),
        Through("private Box Kept { get; } = new();", "[|Kept.Value|]++;", "Fresh.Value++;", "'Kept'"),
        Through("private readonly Box?[] _boxes = new Box?[1];", "if (_boxes[0] is not null) [|_boxes[0]!.Next!.Value|] = id;", "if (_boxes[0] is { } box) _ = box.Value;", "'_boxes'"),
        Through("private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _cache = new(); private int _count;", "[|_count|]++;", "_cache[text] = id;"),

        // Calls that change a collection.
        Through("private readonly HashSet<string> _seen = new();", "[|_seen|].Add(text);", "_ = _seen.Contains(text) || new HashSet<string>().Add(text);", "'_seen'"),
        Through("private readonly List<int> _ids = new();", "[|_ids|].AddRange([id]); [|_ids|].Insert(0, id); [|_ids|].RemoveAt(0); [|_ids|].RemoveAll(one => one == 1); [|_ids|].Sort(); [|_ids|].Reverse(); [|_ids|].Clear();", "_ = _ids.ToList(); _ = _ids.Append(id).Count(); _ = Enumerable.Reverse(_ids).Count(); var ids = _ids.ToList(); ids.Add(id);"),
        Through("private readonly Queue<int> _queue = new(); private readonly Stack<int> _stack = new(); private readonly LinkedList<int> _linked = new();", "[|_queue|].Enqueue(id); [|_queue|].Dequeue(); [|_stack|].Push(id); [|_stack|].Pop(); [|_linked|].AddFirst(id);", "_ = _queue.Count + _stack.Peek() + _linked.Count;"),
        Through("private readonly System.Text.StringBuilder _text = new();", "[|_text|].Append(text).AppendLine(); [|_text|].Clear();", "_ = new System.Text.StringBuilder().Append(text).Append(_text).ToString();", "'_text'"),
        Through("private readonly System.Collections.ArrayList _list = new(); private readonly IDictionary<string, int> _map = new Dictionary<string, int>();", "[|_list|].Add(id); [|_map|].TryAdd(text, id); [|_map|].Remove(text);", "_ = _list.Count + _map.Count;"),
        Through("private readonly Dictionary<string, List<int>> _groups = new(); private readonly Box _box = new();", "[|_groups[text]|].Add(id); [|_box.Items|].Add(id);", "_ = _groups.TryGetValue(text, out var group) && group.Count > 0;", "'_groups'"),
        Through("private List<int>? _maybe;", "[|_maybe|]?.Add(id); [|_maybe|]!.Clear(); ([|(System.Collections.IList)_maybe|]).Add(id);", "_ = _maybe?.Count ?? 0;", "'_maybe'"),
        Through("private readonly System.Collections.Concurrent.ConcurrentQueue<int> _queue = new(); private readonly Box _box = new(); private static readonly List<int> s_all = new();", "[|s_all|].Add(id);", "_queue.Enqueue(id); _queue.Clear(); _box.Add(id); _box.Clear();", "'s_all'"),
        Through("private readonly System.Collections.Immutable.ImmutableList<int> _ids = System.Collections.Immutable.ImmutableList<int>.Empty; private List<int> Made => new(); private List<int> Kept { get; set; } = new();", "[|Kept|].Add(id);", "_ = _ids.Add(id); Made.Add(id);", "'Kept'"),
        new(
            "DSTL0014",
            "[Step] public class S(List<int> seen) { public int Process(int id) { [|seen|].Add(id); [|seen[0]|]++; return id; } }",
            "[Step] public class S(List<int> seen) { public int Process(int id, List<string>? text = null) { text?.Add(\"a\"); return seen.Count + id; } }",
            "'seen'"),
        new(
            "DSTL0014",
            "[Router] public class S { private readonly List<int> _seen = new(); public async Task<Way> RouteAsync(int id) { await Task.Yield(); lock (_seen) { void Add() => [|_seen|].Add(id); Add(); } return default; } }",
            "[Sink] public class S { private readonly List<int> _seen = new(); public void Write(int id) { _seen.Add(id); _seen[0] = id; } }"),

        // A named argument of an attribute is no assignment.
        new(
            "DSTL0014",
            "[Step] public class S { private int _count; [SuppressMessage(\"a\", \"b\", Justification = \"c\")] public int Process(int id) => [|_count|]++; }",
            "[Step] public class S { [SuppressMessage(\"a\", \"b\", Justification = \"c\")] public int Process([Marked(Size = 1, Name = \"n\")] int id) { [Marked(Name = \"m\")] int Twice() => id * 2; return Twice(); } } [AttributeUsage(AttributeTargets.All)] public sealed class MarkedAttribute : Attribute { public int Size; public string? Name { get; set; } }"),
    ];

    /// <summary>A step with these fields whose method does one or the other.</summary>
    private static RuleCase Through(string fields, string wrong, string right, params string[] says) =>
        new("DSTL0014", Step(fields, wrong), Step(fields, right), says);

    private static string Step(string fields, string body) =>
        $"[Step] public class S {{ {fields} private Box Fresh => new(); public int Process(int id, string text) {{ {body} return id; }} }} "
        + "public class Box { public int? Value { get; set; } public Box? Next { get; set; } public int Size; public List<int> Items { get; } = new(); public void Add(int id) { } public void Clear() { } }";
}
