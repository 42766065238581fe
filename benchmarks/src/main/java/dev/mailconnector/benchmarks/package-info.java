/**
 * Side-by-side runs of Mail Connector and other Java mail senders against one sink: {@link
 * dev.mailconnector.benchmarks.Benchmarks} is the command, {@link
 * dev.mailconnector.benchmarks.Cell} one situation, {@link dev.mailconnector.benchmarks.Trial} one
 * measurement of one sender in it. The senders are in {@code peer}, the server in {@code sink}.
 */
@NullMarked
package dev.mailconnector.benchmarks;

import org.jspecify.annotations.NullMarked;
