/**
 * Single pieces of Mail Connector by themselves, measured with JMH: {@link
 * dev.mailconnector.benchmarks.pieces.Pieces} is the command. What is package-private in the
 * library is reached by constant method handles, which cost nothing once compiled, so that nothing
 * becomes public for a benchmark's sake.
 */
@NullMarked
package dev.mailconnector.benchmarks.pieces;

import org.jspecify.annotations.NullMarked;
