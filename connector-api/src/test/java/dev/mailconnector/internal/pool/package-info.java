/**
 * Tests of the pool without sockets and without time: {@code PoolLab} holds a pool of {@code
 * FakeConnection}s and all the threads it would use.
 */
@NullMarked
package dev.mailconnector.internal.pool;

import org.jspecify.annotations.NullMarked;
