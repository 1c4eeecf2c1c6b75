/** Tests of what runs on a cluster. */
@NullMarked
package io.paipa.cluster;

import org.jspecify.annotations.NullMarked;
