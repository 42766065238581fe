/** Code that breaks the rules, to show that they can fail. */
@NullMarked
package dev.mailconnector.cli.counterexample.auth.basic;

import org.jspecify.annotations.NullMarked;
