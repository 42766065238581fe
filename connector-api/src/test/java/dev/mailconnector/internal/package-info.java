/** Tests of what the parts share. */
@NullMarked
package dev.mailconnector.internal;

import org.jspecify.annotations.NullMarked;
