/** Tests of what is known about the Angus at hand. */
@NullMarked
package dev.mailconnector.internal.angus;

import org.jspecify.annotations.NullMarked;
