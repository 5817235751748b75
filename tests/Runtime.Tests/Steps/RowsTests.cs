namespace Distil.Runtime.Tests.Steps;

public sealed class RowsTests
{
    public static TheoryData<string> Kinds => ["list", "sequence"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_reads_from_an_offset(string kind)
    {
        var rows = Rows.From(kind == "list" ? new List<int> { 1, 2, 3 } : Enumerable.Range(1, 3).Where(_ => true));
        Assert.Equal([1, 2, 3], rows.Read(0));
        Assert.Equal([3], rows.Read(2));
        Assert.Empty(rows.Read(3));
        Assert.Empty(rows.Read(long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Read(-1));
    }

    [Fact]
    public void It_can_be_read_again() => Assert.Equal(Rows.From([1, 2]).Read(0), Rows.From([1, 2]).Read(0));

    [Fact]
    public void Null_is_refused_when_it_is_given()
        => Assert.Throws<ArgumentNullException>(() => Rows.From<int>(null!));
}
