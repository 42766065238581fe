/** Code that breaks the rules, to show that they can fail. */
@NullMarked
package dev.mailconnector.cli.counterexample.internal;

import org.jspecify.annotations.NullMarked;
