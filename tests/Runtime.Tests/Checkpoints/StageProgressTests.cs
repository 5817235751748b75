using Distil.Checkpoints;

namespace Distil.Runtime.Tests.Checkpoints;

public sealed class StageProgressTests
{
    [Fact]
    public void The_last_point_that_is_not_behind_a_number_is_found()
    {
        var progress = new StageProgress(RestartPoint.Start(2));
        progress.Note(new(5, 0), [1, 2]);
        progress.Note(new(5, 3), [4, 2]);
        progress.Note(new(9, 0), [6, 3]);

        Assert.Equal(Position.Start, progress.PointAt(4).Position);
        var point = progress.PointAt(5);
        Assert.Equal(new Position(5, 0), point.Position);
        Assert.Equal([1, 2], point.Forks);
        Assert.Equal(new Position(5, 3), progress.PointAt(8).Position);
        Assert.Equal([6, 3], progress.PointAt(long.MaxValue - 1).Forks);
    }

    [Fact]
    public void A_point_that_lies_not_behind_the_last_is_passed_over()
    {
        var progress = new StageProgress(RestartPoint.Start(1));
        progress.Note(new(5, 1), [1]);
        progress.Note(new(5, 1), [2]);
        progress.Note(new(5, 0), [3]);
        Assert.Equal([1], progress.PointAt(6).Forks);
    }

    [Fact]
    public void What_is_forgotten_leaves_the_point_that_is_needed()
    {
        var progress = new StageProgress(RestartPoint.Start(1));
        for (var number = 1; number <= 10; number++)
        {
            progress.Note(new(number * 10, 0), [number]);
        }

        progress.Forget(55);
        Assert.Equal([5], progress.PointAt(55).Forks);
        Assert.Equal([10], progress.PointAt(200).Forks);
        progress.Note(new(300, 0), [30]);
        Assert.Equal([30], progress.PointAt(300).Forks);
    }

    [Fact]
    public void Of_many_points_some_near_each_number_stay()
    {
        var progress = new StageProgress(RestartPoint.Start(1));
        const int Notes = 100_000;
        for (var number = 1; number <= Notes; number++)
        {
            progress.Note(new(number, 0), [number]);
        }

        for (var number = 0; number <= Notes; number += 100)
        {
            var point = progress.PointAt(number);
            Assert.InRange(point.Position.Number, Math.Max(0, number - (Notes / (StageProgress.MaxPoints / 4))), number);
            Assert.Equal([point.Position.Number], point.Forks);
        }
    }
}
