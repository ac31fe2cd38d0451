/** The signs of reactions, by their number on the wire [PRS-6]. Append only. */
export const REACTION_SIGNS: readonly string[] = ['👍', '❤️', '👏', '🎉', '😂', '❓'];
