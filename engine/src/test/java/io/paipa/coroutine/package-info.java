/** Tests of co-routine pipelines. */
@NullMarked
package io.paipa.coroutine;

import org.jspecify.annotations.NullMarked;
