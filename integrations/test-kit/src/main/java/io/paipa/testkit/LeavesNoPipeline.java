package io.paipa.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a class of JUnit tests: each test that leaves a thread of a pipeline behind fails, and its
 * message has the stack of that thread. Before that, each {@link PipelineTest} that the test has
 * begun is closed; so a test needs no {@code try} for it, and a failure that it has not expected
 * fails it. The fields of the test's instance, and what is done before each test, are part of the
 * test. What is done before all tests, and the fields of an instance that all tests have in common,
 * are part of the class: it is closed after the last test.
 *
 * <p>A thread that is about to end is waited for, for five seconds at most. Threads that were there
 * before the test are not its own. Tests that run at the same time in one JVM see each other's
 * threads: the annotation is for those that run one after the other.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NoPipelineLeft.class)
public @interface LeavesNoPipeline {}
