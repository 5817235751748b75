using Distil.Engine.Kernels;

namespace Distil.Engine.Calls;

/// <content>Rows of an expand whose children go on as they are made: the first row, before it is answered.</content>
internal sealed partial class ReorderBuffer<TIn, TResults>
{
    private ChildRoom? _room;
    private Func<TResults, int, ChildBuffer>? _createChildren;

    /// <summary>Where order does not matter: the number of the row that is looked at first, so that each has its turn.</summary>
    private long _turn;

    /// <summary>Lets the children of rows go on as they are made. Called before the first row comes.</summary>
    /// <param name="room">How many may be made ahead.</param>
    /// <param name="create">Makes the place for the children of a row.</param>
    public void StreamChildren(ChildRoom room, Func<TResults, int, ChildBuffer> create) => (_room, _createChildren) = (room, create);

    /// <summary>No further call begins, and none waits for room any longer.</summary>
    public void Stop()
    {
        Halt();
        _room?.Stop();
    }

    private void BeginChildren(ReorderBatch<TIn, TResults> batch, int row)
    {
        if (_createChildren is not null)
        {
            var children = _createChildren(batch.Results, row);
            batch.SetChildren(row, children);
            _room!.Begin(children);
        }
    }

    private void CloseChildren(ReorderBatch<TIn, TResults> batch, int row) => _room?.Close(batch.ChildrenOf(row)!);

    private void NoteTurn(in AnsweredRows<TIn, TResults> rows)
    {
        if (_room is not null && !isOrdered)
        {
            _turn = rows.HasPart ? rows.Pending.First + rows.End : 0;
        }
    }
}
