"""x"""
def linked(text, lang, today):
    return {"people": (), "quantities": (), "recommendations": (), "attributions": ()}
