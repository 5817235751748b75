// What a lock statement locks: the type made for it where there is one.
#if NET9_0_OR_GREATER
global using Gate = System.Threading.Lock;
#else
global using Gate = System.Object;
#endif
