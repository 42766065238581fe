/**
 * The rules that {@link dev.mailconnector.cli.ArchitectureTest} checks, each with a class that
 * breaks it, to show that it can fail.
 */
@NullMarked
package dev.mailconnector.cli.architecture;

import org.jspecify.annotations.NullMarked;
