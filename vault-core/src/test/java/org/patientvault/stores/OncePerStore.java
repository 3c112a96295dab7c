package org.patientvault.stores;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A static method of a class {@link OnBothStores} that runs on each store before all tests there.
 * What JUnit calls {@code @BeforeAll} runs once for both.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OncePerStore {}
