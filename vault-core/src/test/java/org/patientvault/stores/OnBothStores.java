package org.patientvault.stores;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that runs once on each store.
 *
 * <p>A parameter of type {@link TestDatabase} is a fresh database, of type {@link Databases} as
 * many as wanted. What a test or its {@code @BeforeEach} was given goes after the test, what a
 * method {@link OncePerStore} was given after the last test on that store.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(EachStore.class)
public @interface OnBothStores {}
