using System.Collections;
using Distil.Engine;

namespace Distil.Runtime.Tests.Engine;

public sealed class RowInputsTests
{
    [Fact]
    public void Columns_of_the_built_in_types_are_written()
    {
        var inputs = new RowInputs()
            .Add("Text", "a\"b")
            .Add<string?>("None", null)
            .Add("Whole", -3L)
            .Add("Wide", ulong.MaxValue)
            .Add("Part", 0.5)
            .Add("NotANumber", double.NaN)
            .Add("Letter", 'x')
            .Add("Day", new DateOnly(2024, 2, 29))
            .Add("Kind", DayOfWeek.Friday)
            .Add("Bytes", new byte[] { 1, 2, 3 })
            .Add("Words", new List<string> { "a", "b" })
            .Add("Deep", new[] { [1, 2], Array.Empty<int>() });

        Assert.Equal(
            """{"text":"a\u0022b","none":null,"whole":-3,"wide":18446744073709551615,"part":0.5,"not_a_number":"NaN","letter":"x","day":"2024-02-29","kind":"Friday","bytes":"AQID","words":["a","b"],"deep":[[1,2],[]]}""",
            Text(inputs).Replace("\\\"", "\\u0022", StringComparison.Ordinal));
    }

    [Fact]
    public void What_no_file_can_hold_is_left_out()
    {
        var endless = new List<object>();
        endless.Add(endless);
        var inputs = new RowInputs()
            .Add("First", 1)
            .Add("Own", new Version(1, 2))
            .Add("ListOfOwn", new[] { new Version(1, 2) })
            .Add("Endless", endless)
            .Add("Throwing", new ThrowingList())
            .Add("Last", 2);

        Assert.Equal("""{"first":1,"last":2}""", Text(inputs));
    }

    [Fact]
    public void Text_that_is_no_UTF_16_is_written_as_what_can_be_read()
        => Assert.Equal("{\"text\":\"a\ufffd\"}", Text(new RowInputs().Add("Text", "a\ud800")).Replace("\\uFFFD", "\ufffd", StringComparison.Ordinal));

    private static string Text(RowInputs inputs) => System.Text.Encoding.UTF8.GetString(inputs.End());

    /// <summary>Has two items, and throws behind the first.</summary>
    private sealed class ThrowingList : IList<int>, IList
    {
        public int Count => 2;

        public bool IsReadOnly => true;

        public bool IsFixedSize => true;

        public bool IsSynchronized => false;

        public object SyncRoot => this;

        public int this[int index]
        {
            get => throw new InvalidOperationException("not today");
            set => throw new NotSupportedException();
        }

        object? IList.this[int index]
        {
            get => throw new InvalidOperationException("not today");
            set => throw new NotSupportedException();
        }

        public IEnumerator<int> GetEnumerator()
        {
            yield return 1;
            throw new InvalidOperationException("not today");
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Add(int item) => throw new NotSupportedException();

        public int Add(object? value) => throw new NotSupportedException();

        public void Clear() => throw new NotSupportedException();

        public bool Contains(int item) => false;

        public bool Contains(object? value) => false;

        public void CopyTo(int[] array, int arrayIndex) => throw new NotSupportedException();

        public void CopyTo(Array array, int index) => throw new NotSupportedException();

        public int IndexOf(int item) => -1;

        public int IndexOf(object? value) => -1;

        public void Insert(int index, int item) => throw new NotSupportedException();

        public void Insert(int index, object? value) => throw new NotSupportedException();

        public bool Remove(int item) => throw new NotSupportedException();

        public void Remove(object? value) => throw new NotSupportedException();

        public void RemoveAt(int index) => throw new NotSupportedException();
    }
}
