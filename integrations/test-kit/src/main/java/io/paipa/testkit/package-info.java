/** Tests of pipelines: real threads, and a clock that the test moves. */
@NullMarked
package io.paipa.testkit;

import org.jspecify.annotations.NullMarked;
