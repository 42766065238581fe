/**
 * One runnable recipe per login. Each is a class with a {@code main} that reads its settings from
 * the environment and a short method that shows all there is to it; the build runs every one
 * against servers of its own.
 */
@NullMarked
package dev.mailconnector.samples;

import org.jspecify.annotations.NullMarked;
