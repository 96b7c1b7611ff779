/** What the city pays for: served days by wearer and month. */
@NullMarked
package io.kanhu.registry.settlement;

import org.jspecify.annotations.NullMarked;
