/**
 * One runnable recipe per login, and some for how to send. Each is a class with a {@code main} that
 * reads its settings from the environment and a short method that shows all there is to it; the
 * build runs every one against servers of its own. A program of one message closes its connector
 * after it; an application keeps one connector and closes it when it stops ({@code
 * FromConfiguration}).
 */
@NullMarked
package dev.mailconnector.samples;

import org.jspecify.annotations.NullMarked;
