using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Benchmarks.Book;

/// <summary>One call of the book, with everything it needs: nothing is looked up or copied while the clock runs.</summary>
internal readonly struct BookOperation(BookCall call, OrderId target, OrderRequest request)
{
    public readonly BookCall Call = call;
    public readonly OrderId Target = target;
    public readonly OrderRequest Request = request;
}

/// <summary>Which method of the book is called.</summary>
internal enum BookCall
{
    Place,
    Cancel,
    Replace,
    Reduce,
}
