/**
 * Small programs, one file each, that show one way of using a pipeline: what goes in and how, who
 * waits for it, and what happens when something goes wrong.
 */
@NullMarked
package io.paipa.examples.manual;

import org.jspecify.annotations.NullMarked;
