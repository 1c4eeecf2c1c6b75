package io.paipa;

/** An event of somebody: the number says which one of theirs it is. */
record Event(int key, int number) {}
