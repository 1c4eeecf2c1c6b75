/**
 * The code that the README and the documents in {@code docs} show. What is between the comments
 * {@code tag::name[]} and {@code end::name[]} is quoted there word for word; a test compares.
 */
@NullMarked
package io.paipa.examples.readme;

import org.jspecify.annotations.NullMarked;
