/** Care between alerts: notes about people, and visits by how much is at stake. */
@NullMarked
package io.kanhu.registry.care;

import org.jspecify.annotations.NullMarked;
