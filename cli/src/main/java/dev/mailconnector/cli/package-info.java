/**
 * The {@code mailconnector} command line. {@link dev.mailconnector.cli.Main} is the process, {@link
 * dev.mailconnector.cli.Tool} the command tree over it, one class per command; {@link
 * dev.mailconnector.cli.ExitStatus} is the one place that turns a failure into an exit status.
 * Results go to standard output, everything else to standard error.
 */
@NullMarked
package dev.mailconnector.cli;

import org.jspecify.annotations.NullMarked;
